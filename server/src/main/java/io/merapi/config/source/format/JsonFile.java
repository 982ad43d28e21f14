// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source.format;

import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Problems;
import io.merapi.config.option.Setting;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * A configuration in JSON, as uWSGI reads it ({@code core/json.c}): the section is a member of the outermost object;
 * text and numbers are taken as they are written, {@code true} is 1, {@code false} and {@code null} are 0, and an array
 * gives its key once for each item. What is nested deeper is left out.
 */
final class JsonFile {
    private final JsonParser parser;
    private final String file;
    private final Problems problems;
    private final List<Setting> settings = new ArrayList<>();

    private JsonFile(JsonParser parser, String file, Problems problems) {
        this.parser = parser;
        this.file = file;
        this.problems = problems;
    }

    static Section read(String text, String file, String section, Problems problems) throws MalformedException {
        JsonFactory rules = JsonFactory.builder()
                .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .build();
        try (JsonParser parser = rules.createParser(ObjectReadContext.empty(), text)) {
            JsonFile json = new JsonFile(parser, file, problems);
            return new Section(json.settings, json.readTop(section));
        } catch (JacksonException e) {
            // what is nested too deeply has no place
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new MalformedException(line, e.getOriginalMessage());
        }
    }

    /** Whether the section is there; the first of that name counts. */
    private boolean readTop(String section) {
        boolean found = false;
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean asked = !found && parser.currentName().equals(section);
            if (parser.nextToken() == JsonToken.START_OBJECT && asked) {
                found = true;
                readSection();
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }

    private void readSection() {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value(key);
                }
            } else {
                value(key);
            }
        }
    }

    private void value(String key) {
        int line = parser.currentTokenLocation().getLineNr();
        JsonToken token = parser.currentToken();
        if (token.isStructStart()) {
            problems.warn(new Problem(
                    new Origin(file, line),
                    key,
                    "what is nested here is left out",
                    "write one text, number or array of these"));
            parser.skipChildren();
            return;
        }
        String value = switch (token) {
            case VALUE_TRUE -> "1";
            case VALUE_FALSE, VALUE_NULL -> "0";
            default -> parser.getString();
        };
        settings.add(new Setting(key, value, new Origin(file, line)));
    }
}
