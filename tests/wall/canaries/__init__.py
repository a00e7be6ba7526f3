"""The canary sweep: what is planted, how it is typed into every form, and where it must not come out."""
