"""`python -m gcm_analysis` does what `gcm-analysis` does."""

from gcm_analysis.cli import main

if __name__ == "__main__":
    main()
