// SPDX-License-Identifier: Apache-2.0
/** One record per exchange becomes the access log line and the counters; the log sink all lines go through. */
@NullMarked
package io.merapi.observe;

import org.jspecify.annotations.NullMarked;
