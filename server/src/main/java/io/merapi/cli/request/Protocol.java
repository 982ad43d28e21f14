// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a listener speaks. */
enum Protocol {
    HTTP,
    UWSGI,
    FASTCGI,
    SCGI;

    /** As a URL begins with it. */
    String scheme() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Protocol of(String scheme) {
        for (Protocol protocol : values()) {
            if (protocol.scheme().equals(scheme.toLowerCase(Locale.ROOT))) {
                return protocol;
            }
        }
        return null;
    }
}
