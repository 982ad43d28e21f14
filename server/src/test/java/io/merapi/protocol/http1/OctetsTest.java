// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class OctetsTest {

    @Test
    void everyOctetEndsOrContinuesAFieldValueWhereverItStands() {
        for (int octet = 0; octet < 256; octet++) {
            for (int position = 0; position < 20; position++) {
                byte[] octets = new byte[24];
                Arrays.fill(octets, (byte) 'a');
                octets[position] = (byte) octet;
                octets[23] = '\r';
                boolean allowed = octet == '\t' || (octet >= 0x20 && octet != 0x7f);
                assertThat(Octets.skipFieldValue(octets, 0))
                        .as("octet %d at %d", octet, position)
                        .isEqualTo(allowed ? 23 : position);
            }
        }
    }

    @Test
    void everyPairOfNeighboursIsSeen() {
        for (int first = 0; first < 256; first++) {
            for (int second = 0; second < 256; second++) {
                byte[] octets = {'a', 'a', (byte) first, (byte) second, 'a', 'a', 'a', 'a', '\r'};
                assertThat(Octets.skipFieldValue(octets, 0))
                        .as("octets %d %d", first, second)
                        .isEqualTo(Octets.skip(octets, 0, Octets.FIELD_VALUE));
            }
        }
    }
}
