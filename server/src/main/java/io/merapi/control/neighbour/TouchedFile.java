// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.neighbour;

import io.merapi.control.Look;
import java.nio.file.Path;

/** A file that is looked at now and then: whether it has been touched since. */
final class TouchedFile {
    private final Path path;
    private long looked;

    TouchedFile(Path path) {
        this.path = path;
        this.looked = Look.TOUCHED.at(path);
    }

    Path path() {
        return path;
    }

    /** Whether it has been touched, or has appeared, since the last look. */
    boolean isTouched() {
        long before = looked;
        looked = Look.TOUCHED.at(path);
        return looked != before && looked != Look.ABSENT;
    }
}
