// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

/**
 * What an operator names to be read, taken apart: {@code file.ini:section}. The section stands behind the last colon;
 * in a URL, behind the last one that follows the last slash.
 *
 * @param name the file or URL; empty where the file read last is meant
 * @param section the section, or empty for the usual one
 */
record Reference(String name, String section) {
    static Reference parse(String written) {
        int host = Contents.isUrl(written) ? written.lastIndexOf('/') : 0;
        int colon = written.lastIndexOf(':');
        return colon < host
                ? new Reference(written, "")
                : new Reference(written.substring(0, colon), written.substring(colon + 1));
    }

    /** Whether it names a file, which has a place in the file system. */
    boolean isFile() {
        return !name.equals(Contents.STANDARD_INPUT) && !Contents.isUrl(name);
    }
}
