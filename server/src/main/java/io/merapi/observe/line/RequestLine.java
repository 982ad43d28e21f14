// SPDX-License-Identifier: Apache-2.0
package io.merapi.observe.line;

/** Writes the line of a request, or a part of it. Owned by one thread. */
public interface RequestLine {
    void append(LineBuffer line, LoggedRequest request);
}
