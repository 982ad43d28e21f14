// SPDX-License-Identifier: Apache-2.0
package io.merapi.it.peers;

/** What carries a protocol. */
enum Transport {
    UNIX,
    TCP
}
