// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.socket;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** A place to listen at. As text it is written as in the configuration. */
public sealed interface Endpoint {

    /** A port; 0 lets the system choose one. */
    record Tcp(InetSocketAddress address) implements Endpoint {
        @Override
        public String toString() {
            String host = address.getAddress().getHostAddress();
            return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
        }
    }

    /** A unix socket with a file of its own. */
    record UnixFile(Path path, FileRules rules) implements Endpoint {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A unix socket that has a name without a file (unix(7), "abstract"). */
    record UnixName(String name) implements Endpoint {
        @Override
        public String toString() {
            return "@" + name;
        }
    }

    /** A socket that listens already, handed over by the process that started this one. It tells itself where. */
    record HandedOver(int descriptor) implements Endpoint {
        @Override
        public String toString() {
            return "fd://" + descriptor;
        }
    }
}
