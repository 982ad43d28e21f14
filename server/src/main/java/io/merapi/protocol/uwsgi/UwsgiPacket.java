// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.uwsgi;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.cgi.CgiVariables;
import io.merapi.protocol.cgi.CgiViolation;

/**
 * One packet.
 *
 * @param modifier1 what the packet is for, 0 to 255; what its data are depends on it
 * @param modifier2 more of that, 0 to 255
 * @param data what follows the packet's header, up to 65,535 octets
 */
public record UwsgiPacket(int modifier1, int modifier2, byte[] data) {
    private static final int LENGTH_BYTES = 2;

    /**
     * Reads the data as the variables of a request, which are all of them: name and value in turn, each after its
     * length of two octets, little-endian.
     *
     * @throws ProtocolException when they are anything else
     */
    public CgiVariables variables() {
        CgiVariables variables = new CgiVariables(data);
        int at = 0;
        while (at < data.length) {
            int nameStart = at + LENGTH_BYTES;
            int nameLength = length(at, nameStart);
            int valueStart = nameStart + nameLength + LENGTH_BYTES;
            int valueLength = length(nameStart + nameLength, valueStart);
            variables.add(nameStart, nameLength, valueStart, valueLength);
            at = valueStart + valueLength;
        }
        return variables;
    }

    /** The length at {@code at} of what begins at {@code start}, and is there as a whole. */
    private int length(int at, int start) {
        if (start <= data.length) {
            int length = (data[at] & 0xff) | ((data[at + 1] & 0xff) << 8);
            if (start + length <= data.length) {
                return length;
            }
        }
        throw new ProtocolException(CgiViolation.VARIABLE_OVERRUN);
    }
}
