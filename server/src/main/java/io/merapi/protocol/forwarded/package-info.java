// SPDX-License-Identifier: Apache-2.0
/**
 * What proxies say about the client they forward for, sans-IO: the PROXY protocol before the first octet of a
 * connection ({@link io.merapi.protocol.forwarded.ProxyHeaderDecoder}), and the elements of {@code X-Forwarded-For} and
 * {@code Forwarded} in a request. Whether any of it is believed is decided in {@code transport.client}.
 */
@NullMarked
package io.merapi.protocol.forwarded;

import org.jspecify.annotations.NullMarked;
