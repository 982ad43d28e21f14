// SPDX-License-Identifier: Apache-2.0
/**
 * How the variables that a web server in front sends become a request, whatever carries them:
 * {@link io.merapi.transport.cgi.GatewayRequest}. Imports: {@code exchange}, {@code protocol},
 * {@code transport.client}.
 */
@NullMarked
package io.merapi.transport.cgi;

import org.jspecify.annotations.NullMarked;
