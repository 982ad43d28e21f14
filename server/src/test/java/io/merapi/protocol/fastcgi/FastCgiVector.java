// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Records of {@code vectors/fastcgi/records.json}, whose README says what the members mean. */
record FastCgiVector(JsonNode json) {
    private static final Path FILE = Path.of(System.getProperty("merapi.home", ".."), "vectors/fastcgi/records.json");

    /** All of a direction, in the file's order. */
    static List<FastCgiVector> of(String direction) {
        return new JsonMapper()
                .readTree(FILE)
                .valueStream()
                .map(FastCgiVector::new)
                .filter(vector -> vector.json.get("direction").asString().equals(direction))
                .toList();
    }

    byte[] octets() {
        return HexFormat.of().parseHex(hex());
    }

    String hex() {
        return json.get("hex").asString();
    }

    boolean isReadOnly() {
        return json.has("read_only");
    }

    boolean isNeverEnded() {
        return json.has("never_ended");
    }

    /** The events as the notes have them. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (JsonNode event : json.get("events")) {
            String first = event.propertyNames().iterator().next();
            notes.add(
                    switch (first) {
                        case "asked", "values" -> first + " " + values(event.get(first));
                        case "violation" -> event.get(first).asString();
                        default -> first + " " + event.get(first).asString() + rest(event);
                    });
        }
        return notes;
    }

    private static String rest(JsonNode event) {
        StringBuilder rest = new StringBuilder();
        event.properties().stream().skip(1).forEach(member -> rest.append(' ').append(values(member.getValue())));
        return rest.toString();
    }

    private static String values(JsonNode node) {
        return node.isObject()
                ? texts(node).toString()
                : node.isArray() ? names(node).toString() : node.asString();
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties()
                .forEach(each -> texts.put(each.getKey(), each.getValue().asString()));
        return texts;
    }

    private static List<String> names(JsonNode node) {
        return node.valueStream().map(JsonNode::asString).toList();
    }

    /** What the encoder of the web server's side makes of the events. */
    ByteBuf requests() {
        ByteBuf out = Unpooled.buffer();
        for (JsonNode event : json.get("events")) {
            String first = event.propertyNames().iterator().next();
            int id = event.get(first).asInt(0);
            switch (first) {
                case "begun" ->
                    FastCgiRequestEncoder.begin(
                            out,
                            id,
                            FastCgiRequestEncoder.RESPONDER,
                            event.get("keep").asBoolean());
                case "variables" -> {
                    ByteBuf pairs = Unpooled.buffer();
                    texts(event.get("values")).forEach((name, value) -> FastCgiRequestEncoder.pair(pairs, name, value));
                    FastCgiRequestEncoder.variables(out, id, pairs);
                    FastCgiRequestEncoder.endVariables(out, id);
                }
                case "body" -> FastCgiRequestEncoder.body(out, id, content(event));
                case "body_end" -> FastCgiRequestEncoder.endBody(out, id);
                case "aborted" -> FastCgiRequestEncoder.abort(out, id);
                case "asked" ->
                    FastCgiRequestEncoder.askValues(out, names(event.get(first)).toArray(String[]::new));
                default -> throw new IllegalArgumentException("not written by a web server: " + event);
            }
        }
        return out;
    }

    /** What the encoder of the responder's side makes of the events. */
    ByteBuf answers() {
        ByteBuf out = Unpooled.buffer();
        Set<Integer> answered = new HashSet<>();
        for (JsonNode event : json.get("events")) {
            String first = event.propertyNames().iterator().next();
            int id = event.get(first).asInt(0);
            switch (first) {
                case "output" -> {
                    answered.add(id);
                    int start = FastCgiEncoder.beginStdout(out, id);
                    out.writeBytes(content(event));
                    FastCgiEncoder.endStdout(out, start);
                }
                case "errors" -> FastCgiEncoder.stderr(out, id, content(event));
                case "ended" -> end(out, id, event, answered.contains(id));
                case "values" -> values(out, texts(event.get(first)));
                case "type_unknown" -> FastCgiEncoder.unknownType(out, id);
                default -> throw new IllegalArgumentException("not written by a responder: " + event);
            }
        }
        return out;
    }

    private static void end(ByteBuf out, int id, JsonNode event, boolean answered) {
        int applicationStatus = event.get("application_status").asInt();
        if (answered) {
            FastCgiEncoder.complete(out, id, applicationStatus);
        } else {
            ProtocolStatus status = ProtocolStatus.valueOf(event.get("status").asString());
            FastCgiEncoder.end(out, id, applicationStatus, status);
        }
    }

    private static void values(ByteBuf out, Map<String, String> values) {
        Set<Capacity> asked = EnumSet.noneOf(Capacity.class);
        values.keySet().forEach(name -> asked.add(Capacity.valueOf(name)));
        FastCgiEncoder.values(out, asked, number(values, "FCGI_MAX_CONNS"), number(values, "FCGI_MAX_REQS"));
    }

    private static int number(Map<String, String> values, String name) {
        return Integer.parseInt(values.getOrDefault(name, "0"));
    }

    private static ByteBuf content(JsonNode event) {
        return Unpooled.wrappedBuffer(
                HexFormat.of().parseHex(event.get("octets").asString()));
    }

    @Override
    public String toString() {
        return json.get("name").asString();
    }
}
