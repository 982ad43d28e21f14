// SPDX-License-Identifier: Apache-2.0
package io.merapi.transport.client;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of a request say about whom it is forwarded for. Repeated fields are one list (RFC 9110 section 5.3).
 */
public final class Claims {

    /** A field that says something. */
    public enum Field {
        X_FORWARDED_FOR("x-forwarded-for"),
        X_FORWARDED_PROTO("x-forwarded-proto"),
        X_FORWARDED_HOST("x-forwarded-host"),
        X_FORWARDED_PORT("x-forwarded-port"),
        /** {@code on} or {@code 1} means https; uWSGI looks at it, too. */
        X_FORWARDED_SSL("x-forwarded-ssl"),
        /** RFC 7239. */
        FORWARDED("forwarded");

        private final String lowerName;
        private final String variable;

        Field(String lowerName) {
            this.lowerName = lowerName;
            this.variable = "HTTP_" + name();
        }

        /** The field's name in lower case. */
        public String lowerName() {
            return lowerName;
        }

        /** Its CGI variable. */
        public String variable() {
            return variable;
        }
    }

    private final Map<Field, String> values;

    private Claims(Map<Field, String> values) {
        this.values = values;
    }

    /** Collects what there is. */
    public static Claims of(Function<Field, @Nullable String> source) {
        Map<Field, String> values = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            String value = source.apply(field);
            if (value != null) {
                values.put(field, value);
            }
        }
        return new Claims(values);
    }

    /** A field's value, empty where there is none. */
    String value(Field field) {
        return values.getOrDefault(field, "");
    }

    /** Whether nothing is said. */
    public boolean areNone() {
        return values.isEmpty();
    }

    /**
     * Whether {@code Forwarded} counts: only where there is no {@code X-Forwarded-} field. The proxies in use write
     * those and let a {@code Forwarded} of their client pass (docs/decisions/0013-x-forwarded-before-forwarded.md).
     */
    public boolean areInForwarded() {
        return values.size() == 1 && values.containsKey(Field.FORWARDED);
    }
}
