// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One way from a client through a web server to Merapi. */
record Lane(Deployment deployment, Transport transport) {

    /** All there are. Django's differs from Flask's in static files alone. */
    static List<Lane> all() {
        return Arrays.stream(Deployment.values())
                .filter(deployment -> deployment != Deployment.NGINX_DJANGO)
                .flatMap(deployment -> Arrays.stream(Transport.values()).map(each -> new Lane(deployment, each)))
                .toList();
    }

    static Stream<Lane> ofNginx() {
        return all().stream().filter(lane -> lane.deployment.isNginx());
    }

    static Stream<Lane> overHttp() {
        return all().stream().filter(lane -> lane.deployment.protocol() == Protocol.HTTP);
    }

    /** But for httpd's SCGI, which hands on paths with their escapes. */
    static Stream<Lane> decoding() {
        return all().stream().filter(lane -> lane.deployment != Deployment.APACHE_SCGI);
    }

    /** But for httpd's SCGI and uwsgi, which answer 411 to a body without a Content-Length. */
    static Stream<Lane> takingChunks() {
        return decoding().filter(lane -> lane.deployment != Deployment.APACHE_UWSGI);
    }

    /**
     * Those on which the web server can know that an answer without a length has broken off: by a reset, which unix
     * sockets do not have, or by the protocol. (nginx takes the end of a FastCGI connection for the end of an answer.)
     */
    static Stream<Lane> tellingOfCuts() {
        return all().stream()
                .filter(lane -> lane.transport == Transport.TCP
                        || lane.deployment.protocol() == Protocol.HTTP
                        || lane.deployment == Deployment.APACHE_FASTCGI);
    }

    /** What is asked for, and with nginx the same where it passes on what comes. */
    List<String> targets(String target) {
        return deployment.isNginx() ? List.of(target, "/live" + target) : List.of(target);
    }

    @Override
    public String toString() {
        return (deployment + "_OVER_" + transport).toLowerCase(Locale.ROOT);
    }
}
