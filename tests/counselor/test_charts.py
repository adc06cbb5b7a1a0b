"""Numbers become places: percent across, pixels down."""

from __future__ import annotations

from counselor.pages.charts import ROW, Bar, bar_chart, bar_of
from letters.outcome_stats import Share


def test_a_bar_is_as_long_as_its_share_and_the_whisker_spans_the_interval():
    (bar,) = bar_chart("c", "Title", [bar_of("Asked", Share(15, 20), "15 of 20")]).bars
    assert (bar.width, bar.label, bar.figure) == (75, "Asked", "15 of 20")
    assert (bar.low, bar.high) == (53.13, 88.81)
    assert bar.cap_top < bar.top < bar.middle < bar.cap_bottom


def test_below_ten_there_is_a_whisker_and_no_bar():
    (bar,) = bar_chart("c", "Title", [bar_of("Asked", Share(2, 3), "2 of 3")]).bars
    assert bar.width is None
    assert (bar.low, bar.high) == (20.77, 93.85)


def test_bars_lie_below_each_other_and_the_scale_below_them():
    chart = bar_chart("c", "Title", [Bar("a", "1", 1), Bar("b", "2", 2)])
    first, second = chart.bars
    assert second.top - first.top == second.words_y - first.words_y == ROW
    assert second.cap_bottom < chart.foot < chart.scale_y < chart.height


def test_counts_fill_the_sheet_up_to_the_largest():
    chart = bar_chart("c", "Title", [Bar("a", "2", 2), Bar("b", "8", 8)], most=None, unit="")
    assert [bar.width for bar in chart.bars] == [25, 100]
    assert [(tick.at, tick.label) for tick in chart.ticks] == [(0, "0"), (25, "2"), (50, "4"), (75, "6"), (100, "8")]


def test_nothing_at_all_is_no_division_by_zero():
    chart = bar_chart("c", "Title", [Bar("a", "0", 0)], most=None, unit="")
    assert chart.bars[0].width == 0
    assert [tick.label for tick in chart.ticks] == ["0", "1"]


def test_the_words_say_all_that_is_drawn():
    chart = bar_chart("c", "Title", [Bar("Asked", "15 of 20", 75), Bar("Thanked", "4 of 20", 20)])
    assert chart.summary == "Asked: 15 of 20; Thanked: 4 of 20"
