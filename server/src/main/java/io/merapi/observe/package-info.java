// SPDX-License-Identifier: Apache-2.0
/**
 * What the server says of itself: one record per exchange becomes the request's log line and the counters, and all log
 * lines go through {@code Logs}. A request enters at {@code RequestLog.over}. Imports {@code exchange} and
 * {@code protocol}. What a request's line looks like is {@code observe.line}, where lines go {@code observe.route}, and
 * who writes them {@code observe.sink}.
 */
@NullMarked
package io.merapi.observe;

import org.jspecify.annotations.NullMarked;
