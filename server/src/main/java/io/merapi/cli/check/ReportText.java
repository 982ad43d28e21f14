// SPDX-License-Identifier: Apache-2.0
package io.merapi.cli.check;

import io.merapi.config.option.Origin;
import io.merapi.config.option.Problem;
import io.merapi.config.option.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A report to be read: each setting with what it does, and what is wrong with it underneath; then all else. */
final class ReportText {
    private static final Set<Meaning> TOLD_BY_PROBLEMS = Set.of(Meaning.NOT_YET, Meaning.REFUSED, Meaning.UNKNOWN);
    private static final String INDENTATION = "          ";

    private final StringBuilder text = new StringBuilder(2048);
    private final Report report;
    private final List<Remark> rest;

    private ReportText(Report report) {
        this.report = report;
        this.rest = remarks(report);
    }

    /** What is wrong, and how wrong that is. */
    private record Remark(String severity, Problem problem) {
        String sentence() {
            return severity + ": " + problem.what() + (problem.fix().isEmpty() ? "" : "; " + problem.fix());
        }
    }

    static String of(Report report) {
        return new ReportText(report).written();
    }

    /** What is not told by what the settings do. */
    private static List<Remark> remarks(Report report) {
        List<Remark> remarks = new ArrayList<>();
        report.problems().errors().forEach(problem -> remarks.add(new Remark("error", problem)));
        report.problems().warnings().forEach(problem -> remarks.add(new Remark("warning", problem)));
        return remarks;
    }

    private String written() {
        String source = "";
        for (CheckedSetting checked : report.settings()) {
            Origin origin = checked.setting().origin();
            if (!origin.source().equals(source)) {
                source = origin.source();
                text.append(source).append('\n');
            }
            append(checked);
        }
        if (!rest.isEmpty()) {
            text.append("in all\n");
            rest.forEach(remark -> text.append(INDENTATION)
                    .append(place(remark.problem()))
                    .append(remark.sentence())
                    .append('\n'));
        }
        return text.append(sum()).toString();
    }

    private static String place(Problem problem) {
        Problem alone = new Problem(problem.origin(), problem.key(), "", "");
        return problem.origin().isDefault() && problem.key().isEmpty() ? "" : alone.toString();
    }

    private void append(CheckedSetting checked) {
        Setting setting = checked.setting();
        int line = setting.origin().line();
        text.append(line == 0 ? "      " : String.format(Locale.ROOT, "%6d", line))
                .append("  ")
                .append(setting.origin().spell(setting.key(), setting.value()))
                .append('\n');
        if (!TOLD_BY_PROBLEMS.contains(checked.meaning())) {
            text.append(INDENTATION).append(checked.text()).append('\n');
        }
        List<Remark> own = rest.stream()
                .filter(remark -> remark.problem().origin().equals(setting.origin())
                        && remark.problem().key().equals(setting.key()))
                .toList();
        if (own.isEmpty()
                && TOLD_BY_PROBLEMS.contains(checked.meaning())
                && !checked.text().isEmpty()) {
            text.append(INDENTATION).append(checked.text()).append('\n');
        }
        own.forEach(remark -> text.append(INDENTATION).append(remark.sentence()).append('\n'));
        rest.removeAll(own);
    }

    private String sum() {
        int errors = report.problems().errors().size();
        int warnings = report.problems().warnings().size();
        return count(errors, "error") + ", " + count(warnings, "warning") + ": the server "
                + (report.isUsable() ? "can" : "cannot") + " start like this\n";
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
