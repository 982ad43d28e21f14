// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.cgi;

import io.merapi.exchange.Request;
import io.merapi.exchange.RequestBody;
import io.merapi.exchange.Vars;
import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.cgi.CgiVariables;
import io.merapi.protocol.cgi.CgiViolation;
import io.merapi.transport.client.Addressee;
import io.merapi.transport.client.Claims;
import io.merapi.transport.client.Client;
import io.merapi.transport.client.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request as a web server in front tells it, in CGI variables (RFC 3875 section 4.1), and what the application gets
 * to see of them (PEP 3333, "environ Variables").
 *
 * <p>They are passed on as they are, but for these: what a client's field would make of the environment of programs
 * that the application starts ({@code HTTP_PROXY}), fields that are for one connection alone (RFC 9110 section 7.6.1),
 * and keys that are the server's and the frameworks' own ({@code wsgi.input}, {@code werkzeug.request}), which no
 * packet may set. What PEP 3333 asks for and the web server has not sent is added.
 */
public final class GatewayRequest {
    /** Keys of the environ that are nobody's but the server's and the frameworks' hold one. */
    private static final byte OWN_KEY = '.';

    private static final byte[] FIELD = "HTTP_".getBytes(StandardCharsets.US_ASCII);
    private static final int FIXED_BYTES = 192;
    private static final int LENGTHS_BYTES = 10;
    private static final int MOST_PORT = 65_535;

    private static final List<String> NEVER_PASSED = List.of(
            "HTTP_PROXY",
            "HTTP_CONTENT_LENGTH",
            "HTTP_CONTENT_TYPE",
            "HTTP_CONNECTION",
            "HTTP_KEEP_ALIVE",
            "HTTP_PROXY_CONNECTION",
            "HTTP_TE",
            "HTTP_TRAILER",
            "HTTP_TRANSFER_ENCODING",
            "HTTP_UPGRADE");

    private final CgiVariables variables;
    private final GatewayPath path;
    private final String method;

    /**
     * Reads the variables.
     *
     * @param rewritten whether SCRIPT_NAME is to be taken off PATH_INFO
     * @throws ProtocolException when they are no request
     */
    public GatewayRequest(CgiVariables variables, boolean rewritten) {
        this.variables = variables;
        this.method = text("REQUEST_METHOD");
        if (!isToken(method)) {
            throw new ProtocolException(CgiViolation.REQUEST_METHOD_MALFORMED);
        }
        this.path = GatewayPath.of(variables, rewritten);
    }

    /** RFC 9110 section 5.6.2. */
    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(GatewayRequest::isTokenCharacter);
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c > 0 && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }

    public String method() {
        return method;
    }

    /** What CONTENT_LENGTH says, or -1 where it is missing or empty. */
    public long contentLength() {
        int i = variables.find("CONTENT_LENGTH");
        return i >= 0 && variables.valueLength(i) > 0 ? variables.contentLength() : -1;
    }

    public String requestLine() {
        return method + " " + uri() + " " + protocol();
    }

    private String uri() {
        String uri = text("REQUEST_URI");
        return uri.isEmpty() ? path.asUri(text("QUERY_STRING")) : uri;
    }

    /** RFC 3875 section 4.1.16 asks for it; one that is not told is the simplest. */
    private String protocol() {
        return orElse("SERVER_PROTOCOL", "HTTP/1.0");
    }

    /**
     * The request for the handler.
     *
     * @param contentLength length of the body, or -1 where there is none or it is not known
     */
    public Request request(Client client, RequestBody body, long contentLength) {
        String uri = uri();
        String protocol = protocol();
        byte[] octets = variables.octets();
        Vars vars = new Vars(octets.length + variables.count() * LENGTHS_BYTES + uri.length() + FIXED_BYTES);
        Rest rest = new Rest(vars);
        rest.set("REQUEST_METHOD", method);
        rest.set("REQUEST_URI", uri);
        rest.set("SCRIPT_NAME", path.scriptName());
        rest.set("PATH_INFO", path.pathInfo());
        rest.set("QUERY_STRING", orElse("QUERY_STRING", queryOf(uri)));
        rest.set("SERVER_PROTOCOL", protocol);
        String address = setParties(rest, client);
        rest.leaveOut("CONTENT_LENGTH");
        if (contentLength >= 0) {
            vars.add("CONTENT_LENGTH", Long.toString(contentLength));
        }
        NEVER_PASSED.forEach(rest::leaveOut);
        rest.addAll();
        return new Request(method, uri, protocol, address, vars, body);
    }

    /** Sets who sends the request, and whom it is for; returns the sender's address. */
    private String setParties(Rest rest, Client client) {
        String address = orElse("REMOTE_ADDR", client.address());
        String port = text("REMOTE_ADDR").isEmpty() ? client.sender().vars().get("REMOTE_PORT") : text("REMOTE_PORT");
        Addressee known = client.addressee();
        Addressee addressee = new Addressee(orElse("SERVER_NAME", known.name()), serverPort(known.port()), scheme());
        Origin origin = client.origin(address.isEmpty() ? null : address, Claims.of(this::claim));
        if (origin != null) {
            address = origin.client().text();
            port = origin.client().port() == 0
                    ? ""
                    : Integer.toString(origin.client().port());
            addressee = addressee.of(origin);
            if (origin.host() != null) {
                rest.set("HTTP_HOST", origin.host());
            }
        }
        rest.set("REMOTE_ADDR", address);
        rest.set("REMOTE_PORT", port == null ? "" : port);
        rest.set("SERVER_NAME", addressee.name());
        rest.set("SERVER_PORT", Integer.toString(addressee.port()));
        rest.set("wsgi.url_scheme", addressee.scheme());
        return address;
    }

    private @Nullable String claim(Claims.Field field) {
        int i = variables.find(field.variable());
        return i < 0 ? null : variables.text(i);
    }

    private int serverPort(int otherwise) {
        try {
            int port = Integer.parseInt(text("SERVER_PORT"));
            return port > 0 && port <= MOST_PORT ? port : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static String queryOf(String uri) {
        int mark = uri.indexOf('?');
        return mark < 0 ? "" : uri.substring(mark + 1);
    }

    /** As uWSGI reads it, but that nothing else than these two is a scheme. */
    private String scheme() {
        String told = text("UWSGI_SCHEME").toLowerCase(Locale.ROOT);
        if (told.equals("http") || told.equals("https")) {
            return told;
        }
        String https = text("HTTPS");
        return https.equalsIgnoreCase("on") || https.equals("1") ? "https" : "http";
    }

    private String text(String name) {
        int i = variables.find(name);
        return i < 0 ? "" : variables.text(i);
    }

    private String orElse(String name, String otherwise) {
        String text = text(name);
        return text.isEmpty() ? otherwise : text;
    }

    /** The variables that nothing else has been decided about. */
    private final class Rest {
        private final Vars to;
        private final BitSet settled = new BitSet(variables.count());

        Rest(Vars to) {
            this.to = to;
        }

        void set(String name, String value) {
            leaveOut(name);
            to.add(name, value);
        }

        void leaveOut(String name) {
            int i = variables.find(name);
            if (i >= 0) {
                settled.set(i);
            }
        }

        void addAll() {
            byte[] octets = variables.octets();
            for (int i = settled.nextClearBit(0); i < variables.count(); i = settled.nextClearBit(i + 1)) {
                int start = variables.nameStart(i);
                int length = variables.nameLength(i);
                if (!isOwn(octets, start, length) && !isEmptyType(i)) {
                    to.add(octets, start, length, octets, variables.valueStart(i), variables.valueLength(i));
                }
            }
        }

        /** A client's field may be called anything. */
        private boolean isOwn(byte[] octets, int start, int length) {
            if (length > FIELD.length && Arrays.equals(octets, start, start + FIELD.length, FIELD, 0, FIELD.length)) {
                return false;
            }
            for (int i = start; i < start + length; i++) {
                if (octets[i] == OWN_KEY) {
                    return true;
                }
            }
            return false;
        }

        /** Of a request without a body nginx sends the variable, empty. */
        private boolean isEmptyType(int i) {
            return variables.valueLength(i) == 0 && i == variables.find("CONTENT_TYPE");
        }
    }
}
