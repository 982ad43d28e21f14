// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.option;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the text of an option becomes a value. Numbers and truth values are read as uWSGI reads them
 * ({@code core/uwsgi.c}: {@code uwsgi_opt_true}, {@code uwsgi_opt_set_int}), so that a configuration that works there
 * means the same here; what it silently makes of nonsense is pointed out.
 *
 * @param placeholder what stands for the value in the help; empty where the option takes none
 * @param argument whether the command line takes a value for it
 * @param isList whether every setting counts, or the last one alone
 * @param reader the settings of the option, at least one, to its value
 */
public record Kind<T>(String placeholder, Argument argument, boolean isList, Reader<T> reader) {

    /** True unless {@code false}, {@code off}, {@code no} or {@code 0}. */
    public static final Kind<Boolean> FLAG = scalar("", Argument.NONE, Values::flag);

    /** The same; uWSGI's command line takes a value for it. */
    public static final Kind<Boolean> FLAG_OR_VALUE = scalar("", Argument.OPTIONAL, Values::flag);

    /** A flag that is on unless it is switched off, so the command line has to say which. */
    public static final Kind<Boolean> SWITCH = scalar("ON/OFF", Argument.REQUIRED, Values::flag);

    /** A flag whose presence switches something off. */
    public static final Kind<Boolean> FLAG_INVERTED =
            scalar("", Argument.NONE, (setting, problems) -> !Values.flag(setting, problems));

    /** A count. */
    public static final Kind<Integer> INTEGER = scalar("N", Argument.REQUIRED, Values::integer);

    /** Octets; {@code k}, {@code m} and {@code g} multiply by powers of 1024. */
    public static final Kind<Long> SIZE = scalar("BYTES", Argument.REQUIRED, Values::size);

    /** Octets, but a bare number counts mebibytes. */
    public static final Kind<Long> MEBIBYTES = scalar("MIB", Argument.REQUIRED, Values::mebibytes);

    /** A time in seconds; fractions and the units {@code ms}, {@code s}, {@code m} and {@code h} are understood. */
    public static final Kind<Duration> SECONDS = scalar("SECONDS", Argument.REQUIRED, Values::seconds);

    /** A time that can be switched on and off: 0 and the false words are zero, 1 and the true words the default. */
    public static final Kind<Duration> SECONDS_OR_FLAG = scalar("SECONDS", Argument.OPTIONAL, Values::secondsOrFlag);

    /** Whether the command line takes a value. */
    public enum Argument {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** Turns settings into a value; reports to the problems what it had to guess. */
    public interface Reader<T> {
        T read(List<Setting> settings, Problems problems);
    }

    /** Turns the one setting that counts into a value. */
    interface ScalarReader<T> {
        T read(Setting setting, Problems problems);
    }

    /** Text as it stands, which the help calls by that name. */
    public static Kind<String> text(String placeholder) {
        return scalar(placeholder, Argument.REQUIRED, Values::text);
    }

    /** The same, and empty where the option stands alone. */
    public static Kind<String> optionalText(String placeholder) {
        return scalar(placeholder, Argument.OPTIONAL, Values::text);
    }

    /** Texts, one per setting, in the order given; the help calls an item by that name. */
    public static Kind<List<String>> list(String placeholder) {
        return new Kind<>(placeholder, Argument.REQUIRED, true, Values::texts);
    }

    private static <T> Kind<T> scalar(String placeholder, Argument argument, ScalarReader<T> reader) {
        return new Kind<>(
                placeholder, argument, false, (settings, problems) -> reader.read(settings.getLast(), problems));
    }

    /** A value as an operator would write it. */
    public String show(T value) {
        return switch (value) {
            case Boolean flag -> flag ? "on" : "off";
            case Duration time -> Values.showSeconds(time);
            case Long bytes -> Values.showBytes(bytes);
            case List<?> items -> items.stream().map(Object::toString).collect(Collectors.joining(", "));
            case Object other -> other.toString();
        };
    }
}
