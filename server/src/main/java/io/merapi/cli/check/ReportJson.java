// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.check;

import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A report for programs: one object on a line, whose members docs/checking.md describes. */
final class ReportJson {
    private ReportJson() {}

    static String of(Report report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            out.writeBooleanProperty("usable", report.isUsable());
            out.writeArrayPropertyStart("settings");
            report.settings().forEach(checked -> write(out, checked));
            out.writeEndArray();
            write(out, "errors", report.problems().errors());
            write(out, "warnings", report.problems().warnings());
            write(out, "notes", report.problems().notes());
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator out, CheckedSetting checked) {
        out.writeStartObject();
        place(out, checked.setting().origin());
        out.writeStringProperty("key", checked.setting().key());
        out.writeStringProperty("value", checked.setting().value());
        out.writeStringProperty(
                "meaning", checked.meaning().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        out.writeStringProperty("text", checked.text());
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, String name, List<Problem> problems) {
        out.writeArrayPropertyStart(name);
        for (Problem problem : problems) {
            out.writeStartObject();
            place(out, problem.origin());
            out.writeStringProperty("key", problem.key());
            out.writeStringProperty("what", problem.what());
            out.writeStringProperty("fix", problem.fix());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void place(JsonGenerator out, Origin origin) {
        out.writeStringProperty("source", origin.source());
        out.writeNumberProperty("line", origin.line());
    }
}
