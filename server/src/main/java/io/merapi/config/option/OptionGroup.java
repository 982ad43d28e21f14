// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.util.List;

/**
 * Rows of the catalogue that the help shows together.
 *
 * @param title its heading
 * @param options its rows in the order shown
 */
public record OptionGroup(String title, List<Option<?>> options) {}
