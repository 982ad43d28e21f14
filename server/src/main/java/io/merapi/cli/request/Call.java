// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One request to be made. Names, values and the target are octets, as latin-1 text.
 *
 * @param fields what the client sends of its own accord among them
 * @param variables those that were asked for
 */
record Call(
        Target target,
        String method,
        List<Field> fields,
        byte[] body,
        Modifiers modifiers,
        Map<String, String> variables) {

    /** A field of the request's head. */
    record Field(String name, String value) {}

    /** Of a uwsgi packet. */
    record Modifiers(int first, int second) {
        static final int PING = 100;
    }

    /**
     * Fills one in from the command line.
     *
     * @param input where {@code @-} is read
     */
    static Call of(Arguments arguments, InputStream input) throws CallException {
        if (arguments.urls().size() != 1) {
            throw new CallException(Exit.USAGE, "one URL is needed; merapi request --help shows what they look like");
        }
        Target target = Target.parse(octets(arguments.urls().getFirst()));
        boolean hasBody = arguments.has(Flag.DATA);
        String method = arguments.has(Flag.HEAD) ? "HEAD" : hasBody ? "POST" : "GET";
        Modifiers modifiers =
                new Modifiers(arguments.number(Flag.MODIFIER1, 0, 255), arguments.number(Flag.MODIFIER2, 0, 255));
        return new Call(
                target,
                octets(arguments.last(Flag.REQUEST, method)),
                fields(arguments.all(Flag.HEADER), target, hasBody),
                body(arguments.all(Flag.DATA), input),
                modifiers,
                variables(arguments.all(Flag.VAR)));
    }

    /** The octets of UTF-8, each a character. */
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static List<Field> fields(List<String> given, Target target, boolean hasBody) throws CallException {
        List<Field> fields = new ArrayList<>();
        for (String each : given) {
            int colon = each.indexOf(':');
            if (colon < 1) {
                throw new CallException(Exit.USAGE, "-H '" + each + "': is no field; write NAME: VALUE");
            }
            fields.add(new Field(
                    octets(each.substring(0, colon)),
                    octets(each.substring(colon + 1).strip())));
        }
        List<Field> own = new ArrayList<>(List.of(
                new Field("Host", target.authority()), new Field("User-Agent", "merapi"), new Field("Accept", "*/*")));
        if (hasBody) {
            own.add(new Field("Content-Type", "application/x-www-form-urlencoded"));
        }
        own.removeIf(each -> fields.stream().anyMatch(field -> field.name().equalsIgnoreCase(each.name())));
        own.addAll(fields);
        own.removeIf(field -> field.value().isEmpty());
        return own;
    }

    private static byte[] body(List<String> parts, InputStream input) throws CallException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String part : parts) {
            if (body.size() > 0) {
                body.write('&');
            }
            try {
                body.writeBytes(
                        part.equals("@-")
                                ? input.readAllBytes()
                                : part.startsWith("@")
                                        ? Files.readAllBytes(Path.of(part.substring(1)))
                                        : part.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new CallException(Exit.INPUT, part.substring(1) + ": cannot be read: " + e);
            }
        }
        return body.toByteArray();
    }

    private static Map<String, String> variables(List<String> given) throws CallException {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String each : given) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new CallException(Exit.USAGE, "--var '" + each + "': is no variable; write NAME=VALUE");
            }
            variables.put(octets(each.substring(0, equals)), octets(each.substring(equals + 1)));
        }
        return variables;
    }

    boolean hasField(String name) {
        return fields.stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
    }

    boolean isPing() {
        return target.protocol() == Protocol.UWSGI && modifiers.first() == Modifiers.PING;
    }
}
