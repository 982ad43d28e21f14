// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source.format;

import io.merapi.config.option.Setting;
import java.util.List;

/**
 * The settings of one section.
 *
 * @param settings in the order of the file
 * @param found whether the file has that section
 */
public record Section(List<Setting> settings, boolean found) {}
