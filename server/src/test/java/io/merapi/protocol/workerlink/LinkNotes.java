// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.workerlink;

import io.merapi.protocol.Cuts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.List;

/**
 * Notes what a link's decoder reads, a line an event. Parts of one body are joined into one line, for how many there
 * are depends on how the input was cut.
 */
final class LinkNotes implements Cuts.Reader {
    private final LinkDecoder decoder = new LinkDecoder();

    @Override
    public void accept(ByteBuf in, List<String> notes) {
        LinkEvent event = decoder.decode(in);
        while (event != null) {
            note(event, notes);
            event = decoder.decode(in);
        }
    }

    private static void note(LinkEvent event, List<String> notes) {
        switch (event) {
            case LinkEvent.Head head -> {
                notes.add("HEAD %d %d [%s] %d [%s] %d %b"
                        .formatted(
                                head.seq(),
                                head.status(),
                                head.reason(),
                                head.fieldCount(),
                                Vector.latin1(head.fields()),
                                head.contentLength(),
                                head.hasDate()));
                body(head.seq(), head.data(), notes);
                end(head.end(), notes);
            }
            case LinkEvent.Part part -> {
                body(part.seq(), part.data(), notes);
                end(part.end(), notes);
            }
            case LinkEvent.File file -> {
                notes.add("FILE %d %d %d %d".formatted(file.seq(), file.offset(), file.length(), file.descriptor()));
                end(file.end(), notes);
            }
            case LinkEvent.Fail fail -> notes.add("FAIL %d %s %d".formatted(fail.seq(), fail.cause(), fail.micros()));
            case LinkEvent.Skipped skipped -> notes.add("SKIPPED " + skipped.seq());
        }
    }

    private static void body(long seq, ByteBuf data, List<String> notes) {
        String octets = ByteBufUtil.hexDump(data);
        data.release();
        String begin = "BODY " + seq + " ";
        if (!notes.isEmpty() && notes.getLast().startsWith(begin)) {
            notes.add(notes.removeLast() + octets);
        } else if (!octets.isEmpty()) {
            notes.add(begin + octets);
        }
    }

    private static void end(LinkEvent.End end, List<String> notes) {
        if (end.last()) {
            notes.add("END " + end.micros());
        }
    }
}
