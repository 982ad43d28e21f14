// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.request;

import io.merapi.protocol.ProtocolException;
import io.merapi.protocol.fastcgi.FastCgiAnswer;
import io.merapi.protocol.fastcgi.FastCgiAnswerDecoder;
import io.merapi.protocol.fastcgi.ProtocolStatus;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Takes an answer out of FastCGI's records; its error stream goes to standard error. */
final class FastCgiReception implements Reception {
    private final Answer answer;
    private final PrintStream errors;
    private final FastCgiAnswerDecoder decoder = new FastCgiAnswerDecoder();

    FastCgiReception(Answer answer, PrintStream errors) {
        this.answer = answer;
        this.errors = errors;
    }

    @Override
    public boolean receive(ByteBuf in) throws CallException, IOException {
        try {
            for (FastCgiAnswer event = decoder.decode(in); event != null; event = decoder.decode(in)) {
                if (isEnd(event)) {
                    return true;
                }
            }
            return false;
        } catch (ProtocolException e) {
            throw new CallException(Exit.ODD_ANSWER, "what came is not FastCGI: " + e.getMessage());
        }
    }

    private boolean isEnd(FastCgiAnswer event) throws CallException, IOException {
        switch (event) {
            case FastCgiAnswer.Output output -> {
                answer.receive(output.octets());
                output.octets().release();
            }
            case FastCgiAnswer.Errors text -> {
                errors.print(text.octets().toString(StandardCharsets.UTF_8));
                text.octets().release();
            }
            case FastCgiAnswer.Ended ended -> {
                if (ended.status() != ProtocolStatus.REQUEST_COMPLETE) {
                    throw new CallException(Exit.ODD_ANSWER, "the request was refused: " + ended.status());
                }
                answer.end();
                return true;
            }
            case FastCgiAnswer.Values values -> {
                // none were asked for
            }
            case FastCgiAnswer.TypeUnknown unknown -> {
                // every server knows what was sent
            }
        }
        return false;
    }

    @Override
    public void end() throws CallException, IOException {
        if (answer.isBegun()) {
            throw new CallException(Exit.PARTIAL, "the connection ended before the request did");
        }
        answer.end();
    }
}
