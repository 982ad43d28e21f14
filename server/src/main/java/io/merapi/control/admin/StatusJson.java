// SPDX-License-Identifier: Apache-2.0
package io.merapi.control.admin;

import io.merapi.control.admin.ServerStatus.Traffic;
import io.merapi.worker.lifecycle.PoolStatus;
import java.io.StringWriter;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** How a server fares, for programs: one object on a line, whose members docs/admin.md describes. */
public final class StatusJson {
    private StatusJson() {}

    /** All of it. */
    public static String of(ServerStatus status) {
        return written(out -> {
            PoolStatus pool = status.pool();
            out.writeStringProperty("version", status.self().version());
            out.writeNumberProperty("pid", status.self().pid());
            out.writeStringProperty("started", status.self().started().toString());
            out.writeNumberProperty("uptime_seconds", status.self().uptime().toSeconds());
            out.writeStringProperty("state", status.state().name().toLowerCase(Locale.ROOT));
            out.writeNumberProperty("generation", pool.generation());
            out.writeBooleanProperty("loading", pool.isLoading());
            out.writeStringProperty("load_failure", pool.failure());
            out.writeNumberProperty("workers_wanted", pool.wanted());
            workers(out, status);
            out.writeObjectPropertyStart("queue");
            out.writeNumberProperty("waiting", pool.queued());
            out.writeNumberProperty("limit", pool.maxQueue());
            out.writeEndObject();
            out.writeArrayPropertyStart("listeners");
            status.listeners().forEach(out::writeString);
            out.writeEndArray();
            traffic(out, status.traffic());
        });
    }

    /** The workers alone. */
    public static String ofWorkers(ServerStatus status) {
        return written(out -> workers(out, status));
    }

    /** The members of an object. */
    private interface Members {
        void write(JsonGenerator out);
    }

    private static String written(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            members.write(out);
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void workers(JsonGenerator out, ServerStatus status) {
        out.writeArrayPropertyStart("workers");
        for (PoolStatus.Member worker : status.pool().workers()) {
            out.writeStartObject();
            out.writeNumberProperty("number", worker.number());
            out.writeNumberProperty("pid", worker.pid());
            out.writeNumberProperty("generation", worker.generation());
            out.writeStringProperty("state", worker.state().name().toLowerCase(Locale.ROOT));
            out.writeNumberProperty("requests", worker.served());
            out.writeNumberProperty("age_seconds", worker.age().toSeconds());
            Long rss = status.rssBytes().get(worker.pid());
            if (rss != null) {
                out.writeNumberProperty("rss_bytes", rss);
            }
            out.writeArrayPropertyStart("running");
            worker.running().forEach(request -> running(out, request));
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void running(JsonGenerator out, PoolStatus.Running request) {
        out.writeStartObject();
        out.writeNumberProperty("thread", request.thread());
        out.writeStringProperty("method", request.method());
        out.writeStringProperty("uri", request.uri());
        out.writeNumberProperty("elapsed_ms", request.elapsed().toMillis());
        out.writeNumberProperty("queued_ms", request.queued().toMillis());
        out.writeEndObject();
    }

    private static void traffic(JsonGenerator out, Traffic traffic) {
        out.writeObjectPropertyStart("connections");
        out.writeNumberProperty("open", traffic.connections());
        out.writeNumberProperty("limit", traffic.connectionLimit());
        out.writeNumberProperty("accepted", traffic.accepted());
        out.writeNumberProperty("accept_pauses", traffic.acceptPauses());
        out.writeEndObject();
        out.writeObjectPropertyStart("requests");
        out.writeNumberProperty("total", traffic.requests());
        for (int i = 0; i < traffic.byStatusClass().size(); i++) {
            out.writeNumberProperty((i + 1) + "xx", traffic.byStatusClass().get(i));
        }
        out.writeNumberProperty("exceptions", traffic.exceptions());
        out.writeNumberProperty("clients_gone", traffic.clientsGone());
        out.writeObjectPropertyStart("refused");
        traffic.refused().forEach(out::writeNumberProperty);
        out.writeEndObject();
        out.writeEndObject();
    }
}
