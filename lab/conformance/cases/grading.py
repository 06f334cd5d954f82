"""Answers that are the same value are right however they are written, and others are wrong, by the rule that rewards pass through."""

import os
import pathlib
import subprocess
import sys

RIGHT = [("\\boxed{$29.00}", "29"), ("\\boxed{.5}", "0.5"), ("\\boxed{\\text{42}}", "42"), ("\\boxed{\\frac{1}{3}}", "1/3"),
         ("\\boxed{1,234}", "1234"), ("\\boxed{−13}", "-13"), ("\\boxed{15}", "\\boxed{15}")]  # fmt: skip
WRONG = [("\\boxed{$1.50}", "150"), ("\\boxed{(3.14)}", "314"), ("\\boxed{1.5 km}", "15 km"), ("\\boxed{3/4}", "34"),
         ("\\boxed{-$13}", "13"), ("\\boxed{-5 degrees}", "5 degrees"), ("\\boxed{}", "..."), ("\\boxed{1/3}", "13"),
         ("\\boxed{A, C}", "C"), ("\\boxed{x-y}", "xy")]  # fmt: skip


def main():
    java = pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / "java"
    source = pathlib.Path(__file__).with_name("Grade.java")
    pairs = "".join(f"{message}\t{reference}\n" for message, reference in RIGHT + WRONG)
    graded = subprocess.run([java, "-cp", os.environ["REAGENT_CASE_CLASSPATH"], source], input=pairs, text=True,
                            capture_output=True, check=True).stdout.split()  # fmt: skip
    expected = ["true"] * len(RIGHT) + ["false"] * len(WRONG)
    failed = 0
    for (message, reference), found, right in zip(RIGHT + WRONG, graded, expected, strict=True):
        failed += found != right
        print(f"{'ok  ' if found == right else 'FAIL'} {message} for {reference}: {found}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
