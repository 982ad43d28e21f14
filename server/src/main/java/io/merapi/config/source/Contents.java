// SPDX-License-Identifier: Apache-2.0
package io.merapi.config.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text behind a name: of a file, of standard input ({@code -}), or of a URL in one of uWSGI's schemes
 * ({@code core/io.c}): {@code exec://command}, {@code http://host/path}, {@code fd://3}. The schemes that reach into
 * uWSGI's own program have nothing to reach into here.
 */
final class Contents {
    static final String STANDARD_INPUT = "-";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final Set<String> SCHEMES = Set.of("exec", "fd", "http", "https");
    private static final Map<String, String> REFUSED = Map.of(
            "data", "nothing is appended to this program",
            "sym", "this program has no symbols of that kind",
            "section", "this program has no such sections",
            "call", "this program has no functions to call by name",
            "callint", "this program has no functions to call by name",
            "emperor", "there is no emperor that would send it");
    private static final String SEPARATOR = "://";
    private static final Pattern DESCRIPTOR = Pattern.compile("\\d{1,9}");
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;

    private final Surroundings surroundings;
    private final Duration patience;

    /**
     * The texts within a process's reach.
     *
     * @param patience how long a command or a web server may take
     */
    Contents(Surroundings surroundings, Duration patience) {
        this.surroundings = surroundings;
        this.patience = patience;
    }

    /** Whether it begins with one of uWSGI's schemes; anything else is a file. */
    static boolean isUrl(String name) {
        return scheme(name) != null;
    }

    private static @Nullable String scheme(String name) {
        int end = name.indexOf(SEPARATOR);
        String scheme = end < 0 ? "" : name.substring(0, end);
        return SCHEMES.contains(scheme) || REFUSED.containsKey(scheme) ? scheme : null;
    }

    /**
     * Reads all of it, but for the byte order mark that some editors put before UTF-8.
     *
     * @throws IOException with a message for people; {@link IoReason} knows it
     */
    String read(String name) throws IOException {
        String text = new String(octets(name), StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0) {
            throw new IOException("it is no text: octet " + text.indexOf('\0') + " is NUL");
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private byte[] octets(String name) throws IOException {
        if (name.equals(STANDARD_INPUT)) {
            return StandardInput.octets();
        }
        String scheme = scheme(name);
        if (scheme == null) {
            Path path = surroundings.resolveOrNull(name);
            if (path == null) {
                throw new IOException("no file can have that name");
            }
            return file(path);
        }
        String rest = name.substring(scheme.length() + SEPARATOR.length());
        return switch (scheme) {
            case "exec" -> command(rest);
            case "fd" -> descriptor(rest);
            case "http", "https" -> web(name);
            default -> throw new IOException(REFUSED.get(scheme) + "; name a file, or exec:// and a command");
        };
    }

    private static byte[] file(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return within(in);
        }
    }

    /** All octets, unless there are too many. */
    static byte[] within(InputStream in) throws IOException {
        byte[] octets = in.readNBytes(Bounds.LONGEST_TEXT + 1);
        if (octets.length > Bounds.LONGEST_TEXT) {
            throw new IOException("it is longer than " + Bounds.LONGEST_TEXT + " octets");
        }
        return octets;
    }

    private static byte[] descriptor(String number) throws IOException {
        if (!DESCRIPTOR.matcher(number).matches()) {
            throw new IOException("'" + number + "' is no number of a descriptor");
        }
        return file(Path.of("/proc/self/fd", number));
    }

    /** What a command writes to its standard output, whatever it leaves with, as under uWSGI. */
    private byte[] command(String line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line)
                .directory(surroundings.directory().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(surroundings.environment());
        Process process = builder.start();
        AtomicBoolean late = new AtomicBoolean();
        Thread impatience = Thread.ofVirtual().start(() -> endInTime(process, late));
        try (InputStream in = process.getInputStream()) {
            byte[] octets = within(in);
            if (!late.get()) {
                return octets;
            }
        } catch (IOException e) {
            end(process);
            if (!late.get()) {
                throw e;
            }
        } finally {
            impatience.interrupt();
        }
        throw late();
    }

    private IOException late() {
        return new IOException("it takes longer than " + patience.toSeconds() + " seconds");
    }

    private void endInTime(Process process, AtomicBoolean late) {
        try {
            Thread.sleep(patience);
            late.set(true);
            end(process);
        } catch (InterruptedException e) {
            // it was in time
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /**
     * What a web server answers, all of it in time: each read of a connection may be in time, and the whole never end.
     * The thread is a virtual one, whose connection an interrupt closes.
     */
    private byte[] web(String url) throws IOException {
        HttpURLConnection connection = connection(url);
        FutureTask<byte[]> asking = new FutureTask<>(() -> answer(connection));
        Thread.ofVirtual().start(asking);
        try {
            return asking.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw late();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            asking.cancel(true);
        }
    }

    private static byte[] answer(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            int status = connection.getResponseCode();
            if (status < OK || status >= MULTIPLE_CHOICES) {
                throw new IOException("the server answers with status " + status);
            }
            return within(in);
        } finally {
            connection.disconnect();
        }
    }

    private static HttpURLConnection connection(String url) throws IOException {
        try {
            return (HttpURLConnection) new URI(url).toURL().openConnection();
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IOException("it is no URL", e);
        }
    }
}
