// SPDX-License-Identifier: Apache-2.0
package io.merapi.exchange;

import java.nio.channels.FileChannel;

/**
 * A part of an open file to be sent as (part of) a body.
 *
 * @param channel the open file; closed by whoever sends it
 * @param offset first octet
 * @param length number of octets
 */
public record FileRange(FileChannel channel, long offset, long length) {}
