"""Papers about hours: values in, bytes of a PDF out. Knows no Django and no database."""

from core.paper.letterhead import Letterhead
from volunteers.pdf.paper import HoursLine, HoursPaper
from volunteers.pdf.service import render_certificate, render_letter

__all__ = ["HoursLine", "HoursPaper", "Letterhead", "render_certificate", "render_letter"]
