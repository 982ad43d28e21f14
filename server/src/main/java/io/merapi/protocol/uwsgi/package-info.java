// SPDX-License-Identifier: Apache-2.0
/**
 * The uwsgi protocol: {@link io.merapi.protocol.uwsgi.UwsgiDecoder} reads packets,
 * {@link io.merapi.protocol.uwsgi.UwsgiEncoder} writes them for a client; the answer is an HTTP response that
 * {@link io.merapi.protocol.cgi.CgiResponseEncoder} begins.
 *
 * <p>Sans-IO on byte buffers: no channels, threads, clocks or logging. Imports: {@code protocol}, {@code protocol.cgi}
 * and Netty buffers.
 */
@NullMarked
package io.merapi.protocol.uwsgi;

import org.jspecify.annotations.NullMarked;
