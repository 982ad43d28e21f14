// SPDX-License-Identifier: Apache-2.0
/**
 * What the uwsgi protocol, FastCGI and SCGI have in common: a request's variables
 * ({@link io.merapi.protocol.cgi.CgiVariables}), the answer's head ({@link io.merapi.protocol.cgi.CgiResponseEncoder}),
 * and the ways to break them ({@link io.merapi.protocol.cgi.CgiViolation}).
 *
 * <p>Sans-IO on byte buffers: no channels, threads, clocks or logging. Imports: {@code protocol},
 * {@code protocol.http1} and Netty buffers.
 */
@NullMarked
package io.merapi.protocol.cgi;

import org.jspecify.annotations.NullMarked;
