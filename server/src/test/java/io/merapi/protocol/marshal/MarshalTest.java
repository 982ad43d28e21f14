// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.marshal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The marshal format, against itself and against what CPython's own module reads and writes. */
final class MarshalTest {
    /** Reads hexadecimal lines; answers each with the value's literal, and with what it is in hexadecimal again. */
    private static final String PYTHON = """
            import marshal, sys
            for line in sys.stdin:
                value = marshal.loads(bytes.fromhex(line))
                print(ascii(value))
                print(marshal.dumps(value, 2).hex())
            """;

    /** Values and how Python writes them. */
    private static Map<@Nullable Object, String> literals() {
        Map<@Nullable Object, String> literals = new LinkedHashMap<>();
        literals.put(null, "None");
        literals.put(true, "True");
        literals.put(false, "False");
        for (int number : new int[] {0, 1, -1, 255, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            literals.put(number, Integer.toString(number));
        }
        literals.put("", "''");
        literals.put("ascii", "'ascii'");
        literals.put("\0\n", "'\\x00\\n'");
        literals.put("caf\u00e9", "'caf\\xe9'");
        literals.put("\u20ac", "'\\u20ac'");
        literals.put("\ud83c\udf0b", "'\\U0001f30b'");
        for (int length : new int[] {255, 256, 70_000}) {
            literals.put("x".repeat(length), "'" + "x".repeat(length) + "'");
            literals.put("\u00ff".repeat(length), "'" + "\\xff".repeat(length) + "'");
        }
        literals.put(List.of(), "[]");
        literals.put(List.of("a", 1, List.of(true)), "['a', 1, [True]]");
        literals.put(Map.of(), "{}");
        Map<@Nullable Object, @Nullable Object> dict = new LinkedHashMap<>();
        dict.put("none", null);
        dict.put(7, "seven");
        dict.put(null, List.of());
        dict.put("inner", Map.of("k", "v"));
        literals.put(dict, "{'none': None, 7: 'seven', None: [], 'inner': {'k': 'v'}}");
        return literals;
    }

    @Test
    void pythonReadsWhatIsWrittenAndIsReadInTurn() throws IOException {
        Map<@Nullable Object, String> literals = literals();
        List<String> answers =
                python(literals.keySet().stream().map(MarshalTest::write).toList());
        int line = 0;
        for (Map.Entry<@Nullable Object, String> each : literals.entrySet()) {
            assertThat(answers.get(line++)).as("python's reading").isEqualTo(each.getValue());
            assertThat(read(answers.get(line++)))
                    .as("%s, as python writes it", each.getValue())
                    .isEqualTo(each.getKey());
        }
        assertThat(answers).hasSize(line);
    }

    @Test
    void pythonReadsAndWritesRandomValuesTheSame() throws IOException {
        Random random = new Random(5);
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            values.add(value(random, 4));
        }
        List<String> answers = python(values.stream().map(MarshalTest::write).toList());
        for (int i = 0; i < values.size(); i++) {
            assertThat(read(answers.get(2 * i + 1))).isEqualTo(values.get(i));
        }
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Random random = new Random(6);
        for (int i = 0; i < 5000; i++) {
            Object value = value(random, 5);
            assertThat(read(write(value))).isEqualTo(value);
        }
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt() >> random.nextInt(32);
            case 3, 4 -> text(random);
            case 5 -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(value(random, depth - 1));
                }
                yield items;
            }
            default -> {
                Map<@Nullable Object, @Nullable Object> pairs = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    pairs.put(text(random), value(random, depth - 1));
                }
                yield pairs;
            }
        };
    }

    private static String text(Random random) {
        int most = random.nextBoolean() ? 0x80 : 0x20000;
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(10) == 0 ? 600 : 12); i > 0; i--) {
            int point = random.nextInt(most);
            text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
        }
        return text.toString();
    }

    private static List<String> python(List<String> lines) throws IOException {
        Process process = new ProcessBuilder("python3", "-c", PYTHON)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread feeder = Thread.ofVirtual().start(() -> {
            try (var stdin = process.outputWriter(StandardCharsets.US_ASCII)) {
                for (String line : lines) {
                    stdin.write(line + "\n");
                }
            } catch (IOException e) {
                throw new AssertionError("python has ended early", e);
            }
        });
        try (var stdout = process.inputReader(StandardCharsets.US_ASCII)) {
            return stdout.lines().toList();
        } finally {
            feeder.interrupt();
            process.destroyForcibly();
        }
    }

    private static String write(@Nullable Object value) {
        ByteBuf out = Unpooled.buffer();
        MarshalWriter.write(out, value);
        return HexFormat.of().formatHex(out.array(), 0, out.readableBytes());
    }

    private static @Nullable Object read(String hex) {
        ByteBuf in = Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex));
        Object value = MarshalReader.read(in);
        assertThat(in.readableBytes()).as("octets behind the value").isZero();
        return value;
    }

    @Test
    void writesNoOtherTypes() {
        assertThatIllegalArgumentException().isThrownBy(() -> write(1L));
        assertThatIllegalArgumentException().isThrownBy(() -> write(List.of(1.5)));
    }

    @Test
    void readsTuplesAsLists() {
        assertThat(read("2802000000" + "54" + "46")).isEqualTo(List.of(true, false));
    }

    @Test
    void readsInternedText() {
        assertThat(read("5a0161")).isEqualTo("a");
        assertThat(read("740100000061")).isEqualTo("a");
        assertThat(read("410100000061")).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "49", // a type that is not read: i64
                "ee", // FLAG_REF, which version 2 has not
                "69000000", // an int that ends early
                "7505000000616263", // text that ends early
                "75ffffffff", // text of a negative length
                "7a0461", // short text that ends early
                "5b0200000054", // a list that ends early
                "5bffffffff", // a list of a negative length
                "7b54", // a pair without its value
                "7b5454", // a dict without its end
            })
    void refusesWhatIsNoSuchValue(String hex) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(hex));
    }

    @Test
    void refusesWhatEndsEarlyWhereverItDoes() {
        byte[] whole =
                HexFormat.of().parseHex(write(Map.of("list", Arrays.asList(1, "text", null, Map.of("a", true)))));
        for (int length = 0; length < whole.length; length++) {
            // more capacity than content: what lies behind the content must not be looked at
            ByteBuf in = Unpooled.buffer(100).writeBytes(whole, 0, length);
            assertThatIllegalArgumentException().isThrownBy(() -> MarshalReader.read(in));
        }
    }

    @Test
    void readsNestingUpToABound() {
        assertThat(read("5b01000000".repeat(16) + "4e")).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> read("5b01000000".repeat(17) + "4e"));
        assertThatIllegalArgumentException().isThrownBy(() -> read("7b".repeat(100_000)));
    }
}
