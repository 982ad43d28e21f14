// SPDX-License-Identifier: Apache-2.0
/**
 * {@code merapi request}: a client to try a listener by hand, over HTTP, the uwsgi protocol, FastCGI or SCGI.
 * {@link io.merapi.cli.request.RequestCommand} reads the arguments, a {@code Talk} carries the octets, an
 * {@code Answer} prints what comes. May import {@code protocol}; knows nothing of the server.
 */
@NullMarked
package io.merapi.cli.request;

import org.jspecify.annotations.NullMarked;
