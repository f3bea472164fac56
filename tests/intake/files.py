"""Small files as the two cities write them, by hand."""

from pathlib import Path

NYC_HEADER = (
    "Unique Key,Created Date,Closed Date,Agency,Agency Name,Complaint Type,Descriptor,"
    "Incident Address,City,Status,Due Date,Resolution Description,Borough,"
    "Open Data Channel Type,Latitude,Longitude"
)
NYC_CLOSED = (
    "1001,06/26/2018 10:58:54 AM,06/26/2018 12:50:01 PM,NYPD,Police Department,Noise,Loud Music,"
    '91-33 97 STREET,WOODHAVEN,Closed,06/26/2018 06:58:54 PM,"Came, saw.",QUEENS,PHONE,'
    "40.690092,-73.846427"
)
NYC_OPEN = (
    "1002,06/27/2018 09:00:00 AM,,DOT,Department of Transportation,Street Condition,Pothole,"
    "5 BROADWAY,NEW YORK,Open,07/04/2018 09:00:00 AM,,MANHATTAN,ONLINE,40.7051,-74.0137"
)
NYC_OPEN_SINCE_CLOSED = NYC_OPEN.replace(
    "09:00:00 AM,,DOT", "09:00:00 AM,07/02/2018 08:30:00 AM,DOT"
).replace(",Open,", ",Closed,")
NYC_WITHOUT_PLACE = (
    "1003,06/27/2018 10:00:00 AM,,,,Consumer Complaint,False Advertising,"
    ",,Open,,,Unspecified,PHONE,,"
)
BOSTON_HEADER = (
    "case_enquiry_id,open_dt,target_dt,closed_dt,ontime,case_status,closure_reason,reason,type,"
    "department,location,neighborhood,latitude,longitude,source"
)
BOSTON_LATE = (
    "2001,2022-01-19 11:18:00,2022-01-20 11:18:00,2022-01-21 08:00:00,OVERDUE,Closed,已清理,"
    "Street Cleaning,Litter,PWDx,唐人街 42 号,Boston,42.3634,-71.0566,Citizens Connect App"
)
BOSTON_OPEN = (
    "2002,2022-01-21 13:47:00,2022-02-04 13:47:30,,OVERDUE,Open, ,"
    "Employee Complaints,General,BTDT,,,42.3594,-71.0587,Constituent Call"
)


def written(
    folder: Path, *lines: str, name: str = "cases.csv", encoding: str = "utf-8", end: str = "\n"
) -> str:
    """A file of these lines; answers its path."""
    path = folder / name
    path.write_bytes((end.join(lines) + end).encode(encoding))
    return str(path)
