// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import io.merapi.exchange.Vars;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One frame of {@code vectors/workerlink/frames.json}, whose README says what the members mean. */
record Vector(JsonNode json) {
    private static final Path FILE = Path.of(System.getProperty("merapi.home", ".."), "vectors/workerlink/frames.json");

    /** All frames of these kinds, in the file's order. */
    static List<Vector> of(String direction, String... kinds) {
        List<Vector> found = new ArrayList<>();
        for (JsonNode each : new JsonMapper().readTree(FILE)) {
            Vector vector = new Vector(each);
            if (vector.text("direction").equals(direction) && Set.of(kinds).contains(vector.text("kind"))) {
                found.add(vector);
            }
        }
        return found;
    }

    List<String> texts(String member) {
        return json.get(member).valueStream().map(JsonNode::asString).toList();
    }

    String text(String member) {
        return json.get(member).asString();
    }

    boolean has(String member) {
        return json.has(member);
    }

    int number(String member) {
        return (int) json.get(member).asLong();
    }

    long large(String member) {
        return json.get(member).asLong();
    }

    byte[] octets() {
        return HexFormat.of().parseHex(text("octets"));
    }

    /** The whole frame. */
    byte[] frame() {
        return HexFormat.of().parseHex(text("hex"));
    }

    /** A member that is a dict, in its order: null, Boolean, Integer, String, List and Map. */
    Map<String, @Nullable Object> dict(String member) {
        Map<String, @Nullable Object> pairs = new LinkedHashMap<>();
        json.get(member).properties().forEach(entry -> pairs.put(entry.getKey(), value(entry.getValue())));
        return pairs;
    }

    private static @Nullable Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case BOOLEAN -> node.asBoolean();
            case NUMBER -> node.asInt();
            case STRING -> node.asString();
            case ARRAY -> node.valueStream().map(Vector::value).toList();
            case OBJECT -> {
                Map<String, @Nullable Object> pairs = new LinkedHashMap<>();
                node.properties().forEach(entry -> pairs.put(entry.getKey(), value(entry.getValue())));
                yield pairs;
            }
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }

    /** The variables of a REQUEST. */
    Vars vars() {
        Vars vars = new Vars(16);
        dict("environ").forEach((name, value) -> vars.add(name, String.valueOf(value)));
        return vars;
    }

    /** What an encoder has written, as the vectors have it; releases it. */
    static String hex(ByteBuf written) {
        byte[] octets = new byte[written.readableBytes()];
        written.readBytes(octets);
        written.release();
        return HexFormat.of().formatHex(octets);
    }

    /** The frames one behind the other. */
    static byte[] stream(List<Vector> vectors) {
        ByteBuf joined = Unpooled.buffer();
        vectors.forEach(vector -> joined.writeBytes(vector.frame()));
        byte[] octets = new byte[joined.readableBytes()];
        joined.readBytes(octets);
        return octets;
    }

    static String latin1(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return text("name");
    }
}
