// SPDX-License-Identifier: Apache-2.0
/**
 * Which lines of the log go where, and in what form: loggers, routes and encoders as uWSGI has them. A line enters at
 * {@code LogRouter}. Imports {@code observe.sink} and {@code observe.line}.
 */
@NullMarked
package io.merapi.observe.route;

import org.jspecify.annotations.NullMarked;
