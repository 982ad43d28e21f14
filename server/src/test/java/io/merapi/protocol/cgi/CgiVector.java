// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.cgi;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One packet or request of a file in {@code vectors/}, the README beside which says what the members mean. */
public record CgiVector(JsonNode json) {

    /** All of a file, in its order. */
    public static List<CgiVector> all(String file) {
        Path vectors = Path.of(System.getProperty("merapi.home", ".."), "vectors");
        return new JsonMapper()
                .readTree(vectors.resolve(file))
                .valueStream()
                .map(CgiVector::new)
                .toList();
    }

    public byte[] octets() {
        return HexFormat.of().parseHex(json.get("hex").asString());
    }

    public int number(String member) {
        return json.get(member).asInt();
    }

    public boolean isRefused() {
        return json.has("refused");
    }

    /** Whether there is no writing it from what is read in it. */
    public boolean isReadOnly() {
        return isRefused() || json.has("read_only");
    }

    public String refused() {
        return json.get("refused").asString();
    }

    public Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        json.get("variables")
                .properties()
                .forEach(each -> variables.put(each.getKey(), each.getValue().asString()));
        return variables;
    }

    @Override
    public String toString() {
        return json.get("name").asString();
    }
}
