// SPDX-License-Identifier: Apache-2.0
/**
 * What options say about files: {@code OutputFiles} are those that the server writes, {@code FileRulesReader} reads
 * permissions and owners.
 */
@NullMarked
package io.merapi.config.file;

import org.jspecify.annotations.NullMarked;
