// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.init;

/**
 * An application that lies in a directory.
 *
 * @param framework what it is written with
 * @param options the lines of an ini file that name it
 */
record FoundApplication(Framework framework, String options) {

    /** What applications are written with. */
    enum Framework {
        DJANGO("Django"),
        FLASK("Flask"),
        WSGI("WSGI");

        private final String title;

        Framework(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        /** Where examples/deploy has files for it. */
        String examples() {
            return this == DJANGO ? "django" : "flask";
        }
    }

    /**
     * One in a file of the directory.
     *
     * @param stem the file's name without {@code .py}, or a package's
     * @param callable its name there, with {@code ()} behind a factory
     */
    static FoundApplication in(String stem, Framework framework, String callable) {
        return stem.matches("\\w+")
                ? new FoundApplication(framework, "module = " + stem + ":" + callable)
                : new FoundApplication(framework, "wsgi-file = " + stem + ".py\ncallable = " + callable);
    }
}
