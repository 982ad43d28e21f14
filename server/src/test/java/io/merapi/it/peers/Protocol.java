// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

/** What a web server and Merapi speak with each other. */
enum Protocol {
    UWSGI("socket"),
    FASTCGI("fastcgi-socket"),
    SCGI("scgi-socket"),
    HTTP("http-socket");

    private final String option;

    Protocol(String option) {
        this.option = option;
    }

    /** The option of a listener. */
    String option() {
        return option;
    }
}
