// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli;

import java.util.Objects;

/** Which Merapi this is. */
public final class Version {
    private Version() {}

    /** The version in the jar's manifest; {@code development} where there is no jar. */
    public static String current() {
        return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
    }
}
