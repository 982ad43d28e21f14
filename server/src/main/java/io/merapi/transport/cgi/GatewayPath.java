// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.cgi;

import io.merapi.protocol.cgi.CgiVariables;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What of a request's path is the application's mount point, and what is for the application to look at (RFC 3875
 * sections 4.1.5 and 4.1.13), both percent-decoded.
 *
 * <p>The web server decides. But the parameters that come with nginx for FastCGI and SCGI, and mod_proxy_fcgi, name no
 * PATH_INFO: for them the script is a file, and all of the path leads to it. Then the whole path is for the
 * application, less a mount point that is shorter.
 *
 * @param scriptName the mount point, empty for the root
 * @param pathInfo the rest
 */
record GatewayPath(String scriptName, String pathInfo) {
    private static final String UNQUOTED = "/-._~!$&'()*+,;=:@";

    /**
     * Takes the path from the variables.
     *
     * @param rewritten whether the web server has left the mount point on PATH_INFO, and it is to be taken off: what
     *     modifier1 30 of the uwsgi protocol says
     */
    static GatewayPath of(CgiVariables variables, boolean rewritten) {
        String script = textOf(variables, "SCRIPT_NAME");
        String mount = script == null ? "" : script;
        String path = textOf(variables, "PATH_INFO");
        if (path != null) {
            return rewritten ? under(mount, path, mount) : new GatewayPath(mount, path);
        }
        String whole = textOf(variables, "DOCUMENT_URI");
        if (whole == null) {
            whole = mount.isEmpty() ? decoded(textOf(variables, "REQUEST_URI")) : mount;
        }
        return whole.equals(mount) ? new GatewayPath("", whole) : under(mount, whole, "");
    }

    private static @Nullable String textOf(CgiVariables variables, String name) {
        int i = variables.find(name);
        return i < 0 ? null : variables.text(i);
    }

    /** The path without its mount point; all of it, and {@code otherwise}, where it does not lie below that. */
    private static GatewayPath under(String mount, String path, String otherwise) {
        boolean below =
                path.startsWith(mount) && (path.length() == mount.length() || path.charAt(mount.length()) == '/');
        return below ? new GatewayPath(mount, path.substring(mount.length())) : new GatewayPath(otherwise, path);
    }

    /** The path of a request target; a percent sign that no two digits follow stands for itself. */
    private static String decoded(@Nullable String target) {
        if (target == null) {
            return "";
        }
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        StringBuilder text = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            boolean escape = path.charAt(i) == '%'
                    && i + 2 < path.length()
                    && HexFormat.isHexDigit(path.charAt(i + 1))
                    && HexFormat.isHexDigit(path.charAt(i + 2));
            text.append(escape ? (char) HexFormat.fromHexDigits(path, i + 1, i + 3) : path.charAt(i));
            i += escape ? 2 : 0;
        }
        return text.toString();
    }

    /** The request target that leads here, for a web server that has not told it (RFC 3986 section 3.3). */
    String asUri(String query) {
        StringBuilder uri = new StringBuilder();
        for (byte octet : (scriptName + pathInfo).getBytes(StandardCharsets.ISO_8859_1)) {
            char c = (char) (octet & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNQUOTED.indexOf(c) >= 0)) {
                uri.append(c);
            } else {
                uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return query.isEmpty() ? uri.toString() : uri.append('?').append(query).toString();
    }
}
