// SPDX-License-Identifier: Apache-2.0
/**
 * What the server says of itself: one record per exchange becomes the request's log line and the counters, and all log
 * lines go through one sink. A request enters at {@code RequestLog.over}, a message at {@code ServerLog}. Imports
 * {@code exchange} and {@code protocol}. What a request's line looks like is {@code observe.line}.
 */
@NullMarked
package io.merapi.observe;

import org.jspecify.annotations.NullMarked;
