// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** One way from a client through a web server to Merapi. */
record Lane(Deployment deployment, Transport transport) {

    /** All there are. */
    static List<Lane> all() {
        return Arrays.stream(Deployment.values())
                .flatMap(deployment -> Arrays.stream(Transport.values()).map(each -> new Lane(deployment, each)))
                .toList();
    }

    static Stream<Lane> ofNginx() {
        return all().stream().filter(lane -> lane.deployment.isNginx());
    }

    @Override
    public String toString() {
        return (deployment + "_OVER_" + transport).toLowerCase(java.util.Locale.ROOT);
    }
}
