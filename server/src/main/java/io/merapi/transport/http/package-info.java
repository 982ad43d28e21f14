// SPDX-License-Identifier: Apache-2.0
/**
 * What HTTP/1.x connections speak: {@link io.merapi.transport.http.Http1}, and how their requests become CGI variables.
 * A request enters at {@link io.merapi.transport.http.Http1#decode}. Imports: {@code exchange}, {@code protocol},
 * {@code transport}.
 */
@NullMarked
package io.merapi.transport.http;

import org.jspecify.annotations.NullMarked;
