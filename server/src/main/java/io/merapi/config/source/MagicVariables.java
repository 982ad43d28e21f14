// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * uWSGI's magic variables: {@code %d}, {@code %n} and their like stand for parts of the name of the file being read,
 * the upper-case ones for those of the file read first; {@code %h}, {@code %k} and others describe the machine and the
 * process. {@code %%} is a per cent sign, {@code %(} is left for the placeholders. A letter that means nothing
 * vanishes.
 */
final class MagicVariables {
    /** Files choose by it what they set; it is that of the uWSGI whose options the catalogue has. */
    private static final String UWSGI_VERSION = "2.0.30";

    private static final String OF_THE_FIRST_FILE = "ODSPCENXIJ";

    private final @Nullable Path file;
    private final String written;
    private final String section;
    private final Surroundings surroundings;
    private final @Nullable MagicVariables first;

    private MagicVariables(
            @Nullable Path file,
            String written,
            String section,
            Surroundings surroundings,
            @Nullable MagicVariables first) {
        this.file = file;
        this.written = written;
        this.section = section;
        this.surroundings = surroundings;
        this.first = first;
    }

    /**
     * The variables while a file is read.
     *
     * @param written the file as the operator named it
     * @param first those of the file read first, or null where this is it
     */
    static MagicVariables ofFile(
            String written, String section, Surroundings surroundings, @Nullable MagicVariables first) {
        return new MagicVariables(place(written, surroundings), written, section, surroundings, first);
    }

    /** The variables while something is read that is no file and so has no place: they are those of the file before. */
    static MagicVariables ofStream(
            String written,
            Surroundings surroundings,
            @Nullable MagicVariables before,
            @Nullable MagicVariables first) {
        return before == null
                ? new MagicVariables(null, written, "", surroundings, first)
                : new MagicVariables(before.file, written, before.section, surroundings, first);
    }

    /** A symbolic link is named by where it is, any other file by where it is in the end. */
    private static Path place(String written, Surroundings surroundings) {
        Path path = surroundings.directory().resolve(written);
        try {
            return Files.isSymbolicLink(path) ? path : path.toRealPath();
        } catch (IOException e) {
            return path.normalize();
        }
    }

    String replaceIn(String text) {
        StringBuilder out = new StringBuilder(text.length() + 64);
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '%' || at == text.length()) {
                out.append(c);
            } else if (text.charAt(at) == '\n' || text.charAt(at) == '\r') {
                out.append(c);
            } else {
                out.append(value(text.charAt(at++)));
            }
        }
        return out.toString();
    }

    private String value(char letter) {
        if (OF_THE_FIRST_FILE.indexOf(letter) >= 0) {
            MagicVariables source = first == null ? this : first;
            return source.ofFile(Character.toLowerCase(letter));
        }
        return switch (letter) {
            case '%' -> "%";
            case '(' -> "%(";
            case '[' -> "\033";
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> component(letter - '0');
            case 'o', 'd', 's', 'p', 'c', 'e', 'n', 'x', 'i', 'j' -> ofFile(letter);
            default -> ofProcess(letter);
        };
    }

    private String ofFile(char letter) {
        return switch (letter) {
            case 'o' -> written;
            case 'x' -> section;
            default -> file == null ? "" : ofPlace(letter, file);
        };
    }

    private static String ofPlace(char letter, Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        String directory = directory(file);
        int dot = name.lastIndexOf('.');
        return switch (letter) {
            case 'p' -> file.toString();
            case 's' -> name;
            case 'd' -> directory.endsWith("/") ? directory : directory + "/";
            case 'e' -> dot < 0 ? "" : name.substring(dot + 1);
            case 'n' -> dot < 0 ? name : name.substring(0, dot);
            case 'c' -> directory.substring(directory.lastIndexOf('/') + 1);
            case 'i' -> inode(file);
            default -> hash(file.toString());
        };
    }

    private static String directory(Path file) {
        Path parent = file.getParent();
        return parent == null ? "/" : parent.toString();
    }

    private String component(int index) {
        Path parent = file == null ? null : file.getParent();
        return parent != null && index < parent.getNameCount()
                ? parent.getName(index).toString()
                : "";
    }

    private static String inode(Path file) {
        try {
            return Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS)
                    .toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }

    /** Bernstein's hash with exclusive or, its four octets little-endian in hexadecimal. */
    private static String hash(String text) {
        int hash = 5381;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash = ((hash << 5) + hash) ^ (octet & 0xff);
        }
        return HexFormat.of().withUpperCase().toHexDigits(Integer.reverseBytes(hash));
    }

    private String ofProcess(char letter) {
        return switch (letter) {
            case 'v' -> surroundings.directory().toString();
            case 'b' -> surroundings.home().resolve("merapi").toString();
            case 'h' -> Surroundings.hostName();
            case 'k' -> Integer.toString(Runtime.getRuntime().availableProcessors());
            case 't' -> Long.toString(Instant.now().getEpochSecond());
            case 'T' -> Long.toString(Instant.now().toEpochMilli() * 1000);
            case 'V' -> UWSGI_VERSION;
            case 'u' -> ofOwnProcess("unix:uid");
            case 'U' -> ofOwnProcess("unix:owner");
            case 'g' -> ofOwnProcess("unix:gid");
            case 'G' -> ofOwnProcess("unix:group");
            default -> "";
        };
    }

    private static String ofOwnProcess(String attribute) {
        try {
            return Files.getAttribute(Path.of("/proc/self"), attribute).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
