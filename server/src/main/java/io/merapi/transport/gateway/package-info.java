// SPDX-License-Identifier: Apache-2.0
/**
 * What connections of the uwsgi protocol and SCGI speak: {@link io.merapi.transport.gateway.GatewayDialect}. A request
 * enters at {@link io.merapi.transport.gateway.GatewayDialect#decode}. Imports: {@code exchange}, {@code protocol},
 * {@code transport}, {@code transport.cgi}, {@code transport.client}.
 */
@NullMarked
package io.merapi.transport.gateway;

import org.jspecify.annotations.NullMarked;
