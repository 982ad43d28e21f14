// SPDX-License-Identifier: Apache-2.0
package io.merapi.protocol.fastcgi;

import io.merapi.protocol.Cuts;
import io.merapi.protocol.cgi.CgiVariables;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notes what a FastCGI decoder reads, a line an event as the vectors name them. Parts of one body that come one after
 * the other are joined into one line, for how many there are depends on how the input was cut.
 */
final class FastCgiNotes implements Cuts.Reader {
    static final FastCgiLimits LIMITS = new FastCgiLimits(1024, 2000, 3);

    private final FastCgiDecoder decoder = new FastCgiDecoder(LIMITS);
    private final boolean ending;

    /** Where {@code ending}, a request is ended as soon as nothing more can come of it. */
    FastCgiNotes(boolean ending) {
        this.ending = ending;
    }

    /** Notes the responder's side instead. */
    static Cuts.Reader ofAnswers() {
        FastCgiAnswerDecoder decoder = new FastCgiAnswerDecoder();
        return (in, notes) -> {
            FastCgiAnswer answer = decoder.decode(in);
            while (answer != null) {
                note(answer, notes);
                answer = decoder.decode(in);
            }
        };
    }

    @Override
    public void accept(ByteBuf in, List<String> notes) {
        FastCgiEvent event = decoder.decode(in);
        while (event != null) {
            int over = note(event, notes);
            if (ending) {
                decoder.end(over);
            }
            event = decoder.decode(in);
        }
    }

    /** Returns the id of the request of which this was the last, or 0. */
    private static int note(FastCgiEvent event, List<String> notes) {
        return switch (event) {
            case FastCgiEvent.Begun begun -> noted(0, notes, "begun " + begun.id() + " " + begun.keepConnection());
            case FastCgiEvent.Variables all -> noted(0, notes, "variables " + all.id() + " " + texts(all.variables()));
            case FastCgiEvent.Body body -> {
                part("body " + body.id() + " ", body.octets(), notes);
                yield 0;
            }
            case FastCgiEvent.BodyEnd end -> noted(end.id(), notes, "body_end " + end.id());
            case FastCgiEvent.Aborted aborted -> noted(aborted.id(), notes, "aborted " + aborted.id());
            case FastCgiEvent.Refused refused ->
                noted(
                        refused.id(),
                        notes,
                        "refused " + refused.id() + " " + refused.why().name());
            case FastCgiEvent.Rejected rejected ->
                noted(0, notes, "rejected " + rejected.id() + " " + rejected.why() + " " + rejected.keepConnection());
            case FastCgiEvent.ValuesAsked query -> noted(0, notes, "asked " + query.asked());
            case FastCgiEvent.TypeUnknown unknown -> noted(0, notes, "type_unknown " + unknown.type());
        };
    }

    private static int noted(int over, List<String> notes, String line) {
        notes.add(line);
        return over;
    }

    private static void note(FastCgiAnswer answer, List<String> notes) {
        switch (answer) {
            case FastCgiAnswer.Output output -> part("output " + output.id() + " ", output.octets(), notes);
            case FastCgiAnswer.Errors errors -> part("errors " + errors.id() + " ", errors.octets(), notes);
            case FastCgiAnswer.Ended ended ->
                notes.add("ended " + ended.id() + " " + ended.applicationStatus() + " " + ended.status());
            case FastCgiAnswer.Values values -> notes.add("values " + values.values());
            case FastCgiAnswer.TypeUnknown unknown -> notes.add("type_unknown " + unknown.type());
        }
    }

    private static void part(String begin, ByteBuf part, List<String> notes) {
        String octets = ByteBufUtil.hexDump(part);
        part.release();
        if (!notes.isEmpty() && notes.getLast().startsWith(begin)) {
            notes.add(notes.removeLast() + octets);
        } else {
            notes.add(begin + octets);
        }
    }

    private static Map<String, String> texts(CgiVariables variables) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < variables.count(); i++) {
            texts.put(variables.name(i), variables.text(i));
        }
        return texts;
    }
}
