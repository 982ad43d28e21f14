// SPDX-License-Identifier: Apache-2.0
/**
 * The line that a request gets in the log: uWSGI's, or one after {@code log-format}. {@code LineStyle} is how the
 * operator wants it, {@code RequestLine} what a thread writes it with. Imports {@code exchange} and {@code protocol}.
 */
@NullMarked
package io.merapi.observe.line;

import org.jspecify.annotations.NullMarked;
