// SPDX-License-Identifier: Apache-2.0
/**
 * What connections put their octets into and cut them from on the way in ({@link io.merapi.transport.flow.Inflow}) and
 * out ({@link io.merapi.transport.flow.JoinedParts}, {@link io.merapi.transport.flow.FileRegions}), how much of it may
 * go out ({@link io.merapi.transport.flow.BodyBound}), and how much memory that may take in all. Imports:
 * {@code exchange}, {@code protocol}, Netty.
 */
@NullMarked
package io.merapi.transport.flow;

import org.jspecify.annotations.NullMarked;
