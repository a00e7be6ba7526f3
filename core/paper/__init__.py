"""Paper: values in, bytes of a PDF out that is PDF/A-2a and PDF/UA-1. Knows no Django and no database."""
