// SPDX-License-Identifier: Apache-2.0
package io.merapi.worker;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a zygote and its workers write their output to. The pipe that Java would make is closed with the process it was
 * made for: what is in it may be lost then, and workers that outlive their zygote would get EPIPE. This one ends when
 * the last of them has closed it. Where there is no epoll there is only Java's.
 */
final class OutputPipe {
    private OutputPipe() {}

    /** A process that has been started, and its output. */
    record Started(Process process, InputStream output) {}

    /** Starts the process with its standard output and error joined. */
    static Started start(ProcessBuilder builder) throws IOException {
        builder.redirectErrorStream(true);
        if (!Epoll.isAvailable()) {
            Process process = builder.start();
            return new Started(process, process.getInputStream());
        }
        FileDescriptor[] pipe = FileDescriptor.pipe();
        try {
            InputStream output = new FileInputStream(file(pipe[0]));
            try {
                return new Started(builder.redirectOutput(file(pipe[1])).start(), output);
            } catch (IOException e) {
                output.close();
                throw e;
            }
        } finally {
            pipe[0].close();
            pipe[1].close();
        }
    }

    /** Opening this opens the same end of the pipe once more. */
    private static File file(FileDescriptor descriptor) {
        return new File("/proc/self/fd/" + descriptor.intValue());
    }
}
